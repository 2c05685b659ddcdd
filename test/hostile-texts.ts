/** Texts that try to be more than text; each must stand in a page as the letters that it is. */
export const HOSTILE_TEXTS = {
  image: '<img src=x onerror="window.hostile=1">',
  script: "</script><script>window.hostile=1</script>",
  attribute: `"'><svg/onload=window.hostile=1>{{constructor.constructor('window.hostile=1')()}}`,
  rightToLeft: "متى يصل طلبي؟ \u202egnirts desrever\u202c ‏שלום‏",
  emoji: "🔥👩‍👩‍👧‍👦".repeat(700),
  longWord: "w".repeat(3000),
  lines: "line\n".repeat(80),
} as const;
