import en from '../../words/en/search.json';
import { addWords } from '../../words';

addWords('search', en);
