/**
 * Made-up parts of names: nobody's. Together they give names as forms must hold them: several
 * capitals, apostrophes, accents, hyphens, particles, one letter.
 */
// prettier-ignore
export const GIVEN = [
  'Tavrin', 'Meliska', 'Jorvane', 'Quillon', 'Ysorel', 'Brandeth', 'Corvessa', 'Dolmarin', 'Evrenna',
  'Fendrick', 'Galvira', 'Haskel', 'Ilvarra', 'Jessamar', 'Kelvaro', 'Lorimund', 'Maldrea', 'Norvell',
  'Ostrelle', 'Pelloran', 'Quenna', 'Rendaly', 'Stovan', 'Thulara', 'Urkel', 'Vaskia', 'Wendrin',
  'Xandoril', 'Yarlena', 'Zornika', 'Bramwin', 'Caldreth', 'Dornella', 'Eskara', 'Farlowen', 'Grilda',
] as const;

// prettier-ignore
export const GIVEN_UNUSUAL = [
  'Zoë-Maldrea', 'Jósvane', 'Åstrelle', 'Renée-Vaskia', "D'Corva", 'La\u2019Quenna', 'Íñavo', 'J.', 'O',
  'Mary Quillon', 'Søvan', 'Kʻalvaro', 'Łukasel', 'Çemara', 'Anh Đoril',
] as const;

// prettier-ignore
export const FAMILY_START = [
  'Bram', 'Cald', 'Dorn', 'Esk', 'Farl', 'Gril', 'Hask', 'Ilv', 'Jarn', 'Kelv', 'Lorm', 'Mald', 'Norr',
  'Ostr', 'Pell', 'Quar', 'Rend', 'Stov', 'Thul', 'Urk', 'Vask', 'Wend', 'Yarl', 'Zorn',
] as const;

// prettier-ignore
export const FAMILY_END = [
  'abeth', 'acker', 'amoor', 'andel', 'arrow', 'ebeck', 'edale', 'egard', 'ellis', 'erby', 'ewick',
  'ifield', 'imore', 'ington', 'olan', 'omere', 'orne', 'osby', 'oway', 'ulane', 'urst', 'yce',
] as const;

// prettier-ignore
export const FAMILY_ACCENTED = [
  'Muñavoz', 'Béraquel', 'Çelmanoğ', 'Dvořalek', 'Østrevang', 'Łaskowyn', 'Üldermann', 'Nguyẽlan',
  'Gonçalveth', 'Jökulvar', 'Šarkovel', 'Peñaquil', 'Lévescôt', 'Kaʻimorra', 'Ñandovar',
] as const;

export const FAMILY_PREFIX = ["O'", "D'", 'Mc', 'Mac', "N'", "L'", 'O\u2019', 'Al-'] as const;

// prettier-ignore
export const PARTICLES = ['de la', 'van der', 'von', 'dos', 'bin', 'St.', 'del', 'le', 'Ibn', 'di'] as const;

export const SUFFIXES = ['Jr.', 'Sr.', 'II', 'III', 'IV', 'V'] as const;

export const GANGS = ['Gril Street Nine', 'Vask & Sons', 'The "Norr" Crew', 'Eastmoor 44'] as const;
