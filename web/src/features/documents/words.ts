import en from '../../words/en/documents.json';
import { addWords } from '../../words';
import '../pages/words';

addWords('documents', en);
