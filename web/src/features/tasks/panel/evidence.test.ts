import { describe, expect, it } from 'vitest';
import type { StepAsks, StepProof } from '../../../api/types';
import '../words';
import { asksWords, boundsWords, proofWords, readNumber } from './evidence';

const asks = (more: Partial<StepAsks>): StepAsks => ({
  evidence: 'number',
  least: null,
  most: null,
  unit: '',
  ...more,
});
const proof = (more: Partial<StepProof>): StepProof => ({
  file_id: null,
  file_name: null,
  number: null,
  signature: null,
  answer: null,
  ...more,
});

describe('what a step asks for', () => {
  it('is said with its bounds', () => {
    expect(boundsWords(asks({ least: 3, most: 8, unit: 'mm' }))).toBe('3 to 8 mm');
    expect(boundsWords(asks({ least: 2.5 }))).toBe('at least 2.5');
    expect(boundsWords(asks({ most: 7, unit: '°C' }))).toBe('at most 7 °C');
    expect(asksWords(asks({}))).toBe('Number');
    expect(asksWords(asks({ evidence: 'photo' }))).toBe('Photo');
  });
});

describe('what was shown', () => {
  it('is said as it was given', () => {
    expect(proofWords(proof({ number: 5.25 }), 'mm')).toBe('5.25 mm');
    expect(proofWords(proof({ number: 0 }))).toBe('0');
    expect(proofWords(proof({ answer: false }))).toBe('No');
    expect(proofWords(proof({ signature: 'Ana Lima' }))).toBe('Signed: Ana Lima');
    expect(proofWords(proof({ file_id: 'f', file_name: 'van.jpg' }))).toBe('van.jpg');
  });
});

describe('a number somebody types', () => {
  it('has a comma or a point, and is nothing else', () => {
    expect([readNumber('5,2'), readNumber(' 5.2 '), readNumber('-3')]).toEqual([5.2, 5.2, -3]);
    expect([readNumber(''), readNumber('five'), readNumber('1,000,000'), readNumber('Infinity')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
