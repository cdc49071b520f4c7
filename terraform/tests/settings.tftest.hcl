# What is refused of terraform.tfvars before anything is asked of a cloud.

mock_provider "cloudflare" {}
mock_provider "neon" {}
mock_provider "random" {}
mock_provider "hcloud" { source = "./tests/mocks" }
mock_provider "linode" { source = "./tests/mocks" }
mock_provider "tls" { source = "./tests/mocks" }

variables {
  cloudflare_account_id = "0123456789abcdef0123456789abcdef"
  hostname              = "nearcast.example.workers.dev"
  node_image            = "ghcr.io/example/nearcast-sfu-node:1"
  ssh_public_key        = "ssh-ed25519 AAAA you@example.org"
  regions = {
    eu-central = {
      cloud    = "hetzner"
      location = "fsn1"
      machine  = "ccx13"
      position = { latitude = 50.5, longitude = 12.4 }
    }
    ap-northeast = {
      cloud    = "linode"
      location = "ap-northeast"
      machine  = "g6-dedicated-2"
      position = { latitude = 35.7, longitude = 139.7 }
    }
  }
}

run "a_cloud_that_is_used_wants_its_token" {
  command         = plan
  expect_failures = [var.hcloud_token, var.linode_token]
}

run "and_one_that_is_not_used_wants_none" {
  command = plan
  variables {
    hcloud_token = "0000000000000000000000000000000000000000000000000000000000000000"
    regions = {
      eu-central = {
        cloud    = "hetzner"
        location = "fsn1"
        machine  = "ccx13"
        position = { latitude = 50.5, longitude = 12.4 }
      }
    }
  }
  assert {
    condition     = keys(output.nodes) == ["eu-central-1"]
    error_message = jsonencode(keys(output.nodes))
  }
}

run "a_token_that_was_cut_off_is_refused" {
  command = plan
  variables {
    hcloud_token = "000000000000"
    linode_token = "a token"
  }
  expect_failures = [var.hcloud_token]
}

run "what_was_mistyped_is_refused" {
  command = plan
  variables {
    hcloud_token          = "0000000000000000000000000000000000000000000000000000000000000000"
    linode_token          = "a token"
    cloudflare_account_id = "you@example.org"
    cloudflare_zone_id    = "example.org"
    push_contact          = "you@example.org"
    file_location         = "fsn1"
    neon_region           = "eu-central-1"
    neon_history_seconds  = 2592001
  }
  expect_failures = [
    var.cloudflare_account_id, var.cloudflare_zone_id, var.push_contact, var.file_location, var.neon_region,
    var.neon_history_seconds,
  ]
}

run "a_hostname_of_ones_own_wants_its_zone" {
  command = plan
  variables {
    hcloud_token = "0000000000000000000000000000000000000000000000000000000000000000"
    linode_token = "a token"
    hostname     = "meet.example.org"
  }
  expect_failures = [var.hostname]
}

run "an_address_is_no_hostname" {
  command = plan
  variables {
    hcloud_token       = "0000000000000000000000000000000000000000000000000000000000000000"
    linode_token       = "a token"
    cloudflare_zone_id = "fedcba9876543210fedcba9876543210"
    hostname           = "https://meet.example.org"
  }
  expect_failures = [var.hostname]
}

run "without_a_region_there_is_no_media" {
  command = plan
  variables {
    regions = {}
  }
  expect_failures = [var.regions]
}

run "a_region_that_is_not_there_is_named" {
  command = plan
  variables {
    hcloud_token = "0000000000000000000000000000000000000000000000000000000000000000"
    linode_token = "a token"
    node_numbers = { elsewhere = [1] }
  }
  expect_failures = [var.node_numbers]
}
