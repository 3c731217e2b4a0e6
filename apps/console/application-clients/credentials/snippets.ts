import { envFileName } from './env-file.js';
import { nodeProgram } from './node-program.js';
import { goProgram } from './go-program.js';
import { pythonProgram } from './python-program.js';
import type { TokenRequest } from './token-request.js';

/** A program that gets a token and calls with it, whole and ready to run. */
export interface Snippet {
  readonly language: string;
  /** What to install first, once. */
  readonly install: string;
  readonly fileName: string;
  readonly code: string;
  /** Runs it with the `.env` file beside it. */
  readonly run: string;
}

/** In the languages that most integrations are in, each with the library that most people use there. */
export function snippetsFor(request: TokenRequest): Snippet[] {
  const file = envFileName(request);
  const inShell = (command: string) => `(set -a; . ./${file}; ${command})`;
  return [
    {
      language: 'Node',
      install: 'npm install openid-client',
      fileName: 'get-token.mjs',
      code: nodeProgram(request),
      run: `node --env-file=${file} get-token.mjs`,
    },
    {
      language: 'Python',
      install: 'pip install requests-oauthlib',
      fileName: 'get_token.py',
      code: pythonProgram(request),
      run: inShell('python3 get_token.py'),
    },
    {
      language: 'Go',
      install: 'go mod init example && go get golang.org/x/oauth2',
      fileName: 'main.go',
      code: goProgram(request),
      run: inShell('go run .'),
    },
  ];
}
