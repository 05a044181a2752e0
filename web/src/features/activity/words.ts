import en from '../../words/en/activity.json';
import { addWords } from '../../words';

addWords('activity', en);
