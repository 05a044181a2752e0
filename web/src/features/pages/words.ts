import en from '../../words/en/pages.json';
import { addWords } from '../../words';
import '../activity/words';
import '../files/words';
import '../tasks/words';

addWords('pages', en);
