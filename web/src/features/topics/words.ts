import en from '../../words/en/topics.json';
import { addWords } from '../../words';
import '../activity/words';
import '../files/words';

addWords('topics', en);
