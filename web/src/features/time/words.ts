import en from '../../words/en/time.json';
import { addWords } from '../../words';

addWords('time', en);
