// The package brings no types. These are the lists that documents use.
declare module "stopword" {
  type List = readonly string[];
  export const ara: List, ces: List, dan: List, deu: List, ell: List, eng: List, fin: List;
  export const fra: List, heb: List, hin: List, hun: List, ita: List, jpn: List, kor: List;
  export const nld: List, nob: List, pol: List, por: List, ron: List, rus: List, spa: List;
  export const swe: List, tur: List, ukr: List, zho: List;
}
