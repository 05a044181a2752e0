import { expect, it } from 'vitest';
import { reach } from './reach';

it.each([
  ['http://localhost:8080/join#x', 'computer'],
  ['http://127.0.0.1:8080/join#x', 'computer'],
  ['http://[::1]:8080/join#x', 'computer'],
  ['http://192.168.1.20:8080/join#x', 'network'],
  ['http://172.20.0.4/join#x', 'network'],
  ['http://office.local:8080/join#x', 'network'],
  ['http://[fd12::5]/join#x', 'network'],
  ['http://server/join#x', 'network'],
  ['https://work.example.com/join#x', 'anywhere'],
  ['http://172.32.0.4/join#x', 'anywhere'],
])('%s opens from %s', (link, from) => expect(reach(link)).toBe(from));
