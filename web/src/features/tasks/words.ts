import list from '../../words/en/list.json';
import task from '../../words/en/task.json';
import { addWords } from '../../words';

addWords('list', list);
addWords('task', task);
