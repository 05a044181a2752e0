import en from '../../words/en/requests.json';
import { addWords } from '../../words';

addWords('requests', en);
