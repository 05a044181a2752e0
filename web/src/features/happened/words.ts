import en from '../../words/en/happened.json';
import { addWords } from '../../words';

addWords('happened', en);
