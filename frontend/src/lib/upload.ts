export interface UploadAnswer {
  /** 0 where nothing answered. */
  readonly status: number;
  readonly text: string;
}

/** Posts bytes with Django's CSRF token and tells how far it is. */
export function upload(url: string, bytes: Uint8Array, progress: (part: number | null) => void): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onloadend = () => {
      progress(null);
      resolve({ status: request.status, text: request.responseText });
    };
    progress(0);
    request.send(new Uint8Array(bytes));
  });
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
