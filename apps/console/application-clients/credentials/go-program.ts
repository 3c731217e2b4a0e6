import type { TokenRequest } from './token-request.js';

/** With golang.org/x/oauth2; its client renews the token by itself. */
export function goProgram({ clientId, tokenUrl, issuer, resource }: TokenRequest): string {
  // JSON's strings are Go's.
  const text = JSON.stringify;
  const fields = {
    ClientID: text(clientId),
    ClientSecret: 'os.Getenv("POSTERN_CLIENT_SECRET")',
    TokenURL: text(tokenUrl),
    ...(resource !== undefined && { EndpointParams: `url.Values{"resource": {${text(resource)}}}` }),
  };
  // As gofmt has it.
  const width = Math.max(...Object.keys(fields).map(({ length }) => length));
  const lines = Object.entries(fields).map(([name, value]) => `\t\t${`${name}:`.padEnd(width + 2)}${value},`);
  return `package main

import (
	"context"
	"io"
	"log"
${resource !== undefined ? '	"net/url"\n' : ''}	"os"

	"golang.org/x/oauth2/clientcredentials"
)

func main() {
	config := clientcredentials.Config{
${lines.join('\n')}
	}
	client := config.Client(context.Background())

	// Call your API in its place. This one says what the token says.
	answer, err := client.Get(${text(`${issuer}/v1/whoami`)})
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	io.Copy(os.Stdout, answer.Body)
}
`;
}
