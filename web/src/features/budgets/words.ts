import en from '../../words/en/budgets.json';
import { addWords } from '../../words';

addWords('budgets', en);
