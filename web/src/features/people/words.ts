import en from '../../words/en/people.json';
import { addWords } from '../../words';

addWords('people', en);
