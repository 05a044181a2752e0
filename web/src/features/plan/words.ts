import en from '../../words/en/plan.json';
import { addWords } from '../../words';

addWords('plan', en);
