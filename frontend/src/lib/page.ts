/** What the server tells the editor page in its `#page` script element. */
export interface PageData {
  readonly document: string;
  readonly generation: string;
  readonly role: number;
  readonly mayWrite: boolean;
  readonly mayShare: boolean;
  readonly isGuest: boolean;
  readonly socket: string;
  readonly updates: string;
  readonly members: string;
  readonly maxFrameBytes: number;
  readonly bulkBytes: number;
  readonly user: PageUser;
  readonly files: PageFiles;
}

export interface PageFiles {
  readonly url: string;
  readonly maxBytes: number;
}

export interface PageUser {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}
