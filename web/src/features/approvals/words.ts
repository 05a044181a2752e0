import en from '../../words/en/approvals.json';
import { addWords } from '../../words';

addWords('approvals', en);
