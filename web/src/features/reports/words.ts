import processes from '../../words/en/processes.json';
import en from '../../words/en/reports.json';
import { addWords } from '../../words';

addWords('reports', en);
addWords('processes', processes);
