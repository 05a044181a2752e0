import en from '../../words/en/writing.json';
import { addWords } from '../../words';

addWords('writing', en);
