import en from '../../words/en/calendar.json';
import { addWords } from '../../words';

addWords('calendar', en);
