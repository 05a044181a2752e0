import en from '../../words/en/imports.json';
import { addWords } from '../../words';

addWords('imports', en);
