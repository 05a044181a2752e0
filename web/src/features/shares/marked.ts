// A passage that somebody outside marked. The server finds it by its words: what it is kept with is nothing they have.
export interface Marked {
  /** How many signs of the page's own words stand before it. */
  at: number;
  /** What these words are. */
  words: string;
  /** The same as it was selected. */
  said: string;
}
