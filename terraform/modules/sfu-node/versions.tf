terraform {
  required_version = ">= 1.9"

  required_providers {
    cloudflare = { source = "cloudflare/cloudflare" }

    hcloud = { source = "hetznercloud/hcloud" }
    linode = { source = "linode/linode" }
    tls    = { source = "hashicorp/tls" }
  }
}
