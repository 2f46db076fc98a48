const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function fileAttribute(element: HTMLElement): string | null {
  const file = element.getAttribute("data-file");
  return file !== null && UUID.test(file) ? file : null;
}

export function wholeAttribute(name: string, from: number, to: number) {
  return (element: HTMLElement): number | null => {
    const value = Number(element.getAttribute(name) ?? Number.NaN);
    return Number.isInteger(value) && value >= from && value <= to ? value : null;
  };
}
