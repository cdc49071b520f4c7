# One node each in Europe, America and Asia. Copy this to terraform.tfvars and make it yours.

cloudflare_account_id = "0123456789abcdef0123456789abcdef"
cloudflare_zone_id    = "fedcba9876543210fedcba9876543210"
hostname              = "meet.example.org"

node_image     = "ghcr.io/example/nearcast-sfu-node:1"
ssh_public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExamp you@example.org"

regions = {
  eu-central = {
    cloud    = "hetzner"
    location = "fsn1"
    machine  = "ccx13"
    position = { latitude = 50.5, longitude = 12.4 }
  }
  us-east = {
    cloud    = "hetzner"
    location = "ash"
    machine  = "ccx13"
    position = { latitude = 39.0, longitude = -77.5 }
  }
  ap-northeast = {
    cloud    = "linode"
    location = "ap-northeast"
    machine  = "g6-dedicated-2"
    position = { latitude = 35.7, longitude = 139.7 }
  }
}
