import en from '../../words/en/starts.json';
import { addWords } from '../../words';

addWords('starts', en);
