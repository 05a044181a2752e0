import en from '../../words/en/processes.json';
import { addWords } from '../../words';

addWords('processes', en);
