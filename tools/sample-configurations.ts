/** Environments of typical deployments, for checks and tests of the templates. Nothing here is anybody's. */
export const production = {
  DONDOC_STAGE: 'prod',
  DONDOC_REGION: 'ap-southeast-1',
  DONDOC_SENDER: 'nhac-viec@mail.example.vn',
  DONDOC_ADMINISTRATOR: 'someone',
  DONDOC_SIGN_IN_CALLBACKS: 'https://dondoc.example.vn/signed-in',
};

export const fullProduction = {
  ...production,
  DONDOC_ACCOUNT: '111111111111',
  DONDOC_MAIL_DOMAIN: 'mail.example.vn',
  DONDOC_PUBLIC_URL: 'https://dondoc.example.vn',
  DONDOC_CERTIFICATE_ARN:
    'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000000',
  DONDOC_ALARM_ADDRESS: 'ops@example.vn',
  DONDOC_FRONT_OF: 'abcdefghij.execute-api.ap-southeast-1.amazonaws.com',
  DONDOC_CUSTOMER_MANAGED_KEY: 'true',
};
