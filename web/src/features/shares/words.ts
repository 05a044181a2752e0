import en from '../../words/en/shares.json';
import { addWords } from '../../words';

addWords('shares', en);
