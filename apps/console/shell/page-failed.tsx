import { Alert, Button, Container, Text } from '@mantine/core';

/**
 * For a page that could not be loaded, or that broke. Mostly the page is older than what the server has by now, so it
 * is loaded anew.
 */
export function PageFailed() {
  return (
    <Container size="xs" py="xl">
      <title>Postern</title>
      <Alert role="alert" color="red" title="This page could not be shown">
        <Text size="sm">Check your network, then load it again.</Text>
        <Button mt="sm" size="xs" variant="default" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </Alert>
    </Container>
  );
}
