import en from '../../words/en/workload.json';
import { addWords } from '../../words';

addWords('workload', en);
