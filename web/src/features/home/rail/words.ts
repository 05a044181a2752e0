import en from '../../../words/en/rail.json';
import { addWords } from '../../../words';

addWords('rail', en);
