import en from '../../words/en/lists.json';
import { addWords } from '../../words';

addWords('lists', en);
