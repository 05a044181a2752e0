import en from '../../words/en/spaces.json';
import { addWords } from '../../words';

addWords('spaces', en);
