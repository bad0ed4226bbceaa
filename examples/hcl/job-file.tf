locals {
  jobs = {
    for name in fileset("${path.module}/jobs", "*.md") :
    trimsuffix(name, ".md") => provider::opentrain::job_file(file("${path.module}/jobs/${name}"))
  }
}

# One job for every file in jobs/. Take a file away, and its job is closed.
resource "opentrain_job" "from_file" {
  for_each = local.jobs

  # Names the job however its text changes.
  idempotency_key = "jobs.${each.key}"
  source          = { text = each.value.text }

  job_title        = each.value.job_title
  payment_type     = each.value.payment_type
  price_per_label  = each.value.price_per_label
  experience_level = each.value.experience_level
  data_volume      = each.value.data_volume
  data_volume_unit = each.value.data_volume_unit
  languages        = each.value.languages
}
