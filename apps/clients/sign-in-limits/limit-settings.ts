import { perMinute } from '@postern/config';

export const signInLimitSettings = {
  FAILED_SIGN_INS_PER_MINUTE_PER_EMAIL_AND_ADDRESS: perMinute(
    10,
    'Wrong passwords that one address may try for one email within a minute.',
  ),
  FAILED_SIGN_INS_PER_MINUTE_PER_ADDRESS: perMinute(
    60,
    'Wrong passwords that one address may try within a minute, whatever emails it names.',
  ),
};
