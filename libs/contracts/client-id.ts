import { z } from 'zod';

/** `pcl_` and 22 base62 characters: 128 random bits and more. */
export const CLIENT_ID = /^pcl_[0-9A-Za-z]{22}$/;

export const clientId = z
  .string()
  .regex(CLIENT_ID, 'is not a client ID')
  .meta({ examples: ['pcl_3dZk0uVqT7hQn1XwB9sYcE'] });
