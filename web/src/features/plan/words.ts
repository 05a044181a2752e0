import en from '../../words/en/plan.json';
import { addWords } from '../../words';
import '../budgets/words';

addWords('plan', en);
