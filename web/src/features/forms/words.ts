import en from '../../words/en/forms.json';
import { addWords } from '../../words';

addWords('forms', en);
