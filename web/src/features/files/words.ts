import en from '../../words/en/files.json';
import { addWords } from '../../words';

addWords('files', en);
