import en from '../../words/en/session.json';
import { addWords } from '../../words';

addWords('session', en);
