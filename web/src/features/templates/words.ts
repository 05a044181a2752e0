import en from '../../words/en/templates.json';
import { addWords } from '../../words';

addWords('templates', en);
