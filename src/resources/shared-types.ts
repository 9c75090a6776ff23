/** Types whose resources many others use: through one of them one would come to half an account. */

/** What many resources use that have nothing else to do with one another: a key, a role, a network. */
const shared: ReadonlySet<string> = new Set([
  'AWS::ACM::Certificate',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::TransitGateway',
  'AWS::EC2::VPC',
  'AWS::ECS::Cluster',
  'AWS::EKS::Cluster',
  'AWS::ElasticLoadBalancing::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::LayerVersion',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::RDS::DBParameterGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
  'AWS::SSM::Parameter',
]);

/** Whether a resource of this type is one that leads to no other of those that use it. */
export const isShared = (type: string): boolean => shared.has(type);
