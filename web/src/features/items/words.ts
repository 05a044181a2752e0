import en from '../../words/en/items.json';
import { addWords } from '../../words';

addWords('items', en);
