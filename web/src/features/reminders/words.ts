import en from '../../words/en/reminders.json';
import { addWords } from '../../words';

addWords('reminders', en);
