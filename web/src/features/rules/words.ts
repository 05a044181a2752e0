import en from '../../words/en/rules.json';
import { addWords } from '../../words';

addWords('rules', en);
