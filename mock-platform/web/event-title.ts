/** An event's id as a heading: "winter-drop" reads "Winter drop". */
export const eventTitle = (event: string): string => {
  const words = event.replace(/[-_.~]+/g, " ").trim();
  return words === "" ? event : words.charAt(0).toUpperCase() + words.slice(1);
};
