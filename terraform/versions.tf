terraform {
  required_version = ">= 1.9"

  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.14"
    }
    hcloud = {
      source  = "hetznercloud/hcloud"
      version = "~> 1.50"
    }
    linode = {
      source  = "linode/linode"
      version = "~> 3.0"
    }
    neon = {
      source  = "kislerdm/neon"
      version = "~> 0.13"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.6"
    }
    tls = {
      source  = "hashicorp/tls"
      version = "~> 4.0"
    }
  }
}

# Each of these reads its token from the environment: CLOUDFLARE_API_TOKEN and NEON_API_KEY.
provider "cloudflare" {}
provider "neon" {}

# Terraform sets up both clouds even where one has no region; that one is content with a token that opens nothing.
provider "hcloud" {
  token = coalesce(var.hcloud_token, format("%064d", 0))
}

provider "linode" {
  token = coalesce(var.linode_token, format("%064d", 0))
}
