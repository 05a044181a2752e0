import en from '../../words/en/inbox.json';
import { addWords } from '../../words';

addWords('inbox', en);
