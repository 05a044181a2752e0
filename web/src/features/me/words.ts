import en from '../../words/en/me.json';
import { addWords } from '../../words';

addWords('me', en);
